"""The engine `trl`: the same method on TRL's trainers."""
