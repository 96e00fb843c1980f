"""Values become bytes: each module makes one kind of output, as artifacts of an edition."""
