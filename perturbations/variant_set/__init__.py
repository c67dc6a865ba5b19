"""The folder of variants on disk: written, resumed, looked at."""
