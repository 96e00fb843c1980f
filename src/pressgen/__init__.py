"""pressgen turns a folder of press releases into an archive, a feed and letters.

The way of a release, and the file each stage lives in:

    again       build(): nothing to do where nothing has changed      (same; listing: what is there)
    pipeline    the whole program on one screen: built()
    load        1  read     content/ and layouts/ become a Site       (sources/: text -> values; parsed, quiet)
    check       2  check    what needs more than one source to see
    site        3  choose   Site.edition(at): embargoed releases stop here (model: the values; names)
    render      4  plan     an Edition becomes artifacts              (outputs/: values -> artifacts; settled)
                5  render   an artifact's function makes its bytes    (workers: on all cores)
    proof       6  prove    nothing hidden is in them                 (hidden: what is; readings: bytes -> words)
    publish     7  publish  bytes move into public/ and print/        (moves; report: what was done; run: its words)
    state          what earlier builds parsed and published
    swift          the same letters, faster
    toolchain      what makes bytes and is no argument of a render
    artifact       a path, a pure function, its arguments: the one idea (paper: what a letter needs in print)
    sense          what is worth a second look, and stops nothing
    schedule       when to build next
    audit          what is out: links, integrity, proof
    schema         what editors know of the fields
    problems, messages   how a mistake is told
    cli, new       the command line

docs/architecture.md says why.
"""
