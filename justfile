# What people run by hand; CI runs .ci/run.

# Everything that CI checks
ci:
    bash .ci/run

# The tests
test:
    cargo test

# The main job on its own example
demo:
    cargo run --release -- run --spec specs/outbox.kdl

# Read what a change does to the outputs, one snapshot after the other
review:
    cargo insta review

# The book, in a browser
book:
    mdbook serve book --open
