"""What `verify` checks: one file per method of certificate, and one for all."""
