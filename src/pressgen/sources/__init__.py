"""Text becomes values: each module reads one kind of source and collects its problems."""
