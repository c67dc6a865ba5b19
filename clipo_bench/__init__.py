"""Does a reasoning model understand, or only remember?"""
