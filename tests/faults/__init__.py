"""Trials: power that fails, programs that are killed, disks that fail, bytes and files that are changed."""
