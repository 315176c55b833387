"""The command line: ``derive mle normal``. SymPy is imported after the words have been understood."""

import io
import os
import sys

from ..language.errors import DeriveError
from . import spelling
from .arguments import Wrong, page, parse, parsers


def main(words: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 (proved), 1 (open), 2 (used wrongly) or 130 (interrupted)."""
    words = sys.argv[1:] if words is None else words
    if isinstance(sys.stdout, io.TextIOWrapper):
        spelling.register()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=spelling.HANDLER)
    try:
        try:
            return _run(words)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except (Wrong, DeriveError) as no:
        return _complain(str(no))
    except OSError as no:
        return _complain(f"cannot write the output: {(no.strerror or str(no)).lower()}")
    except KeyboardInterrupt:
        return 130


def _run(words: list[str]) -> int:
    if not words:
        parsers()[0].print_help()
        return 2
    try:
        options = parse(words)
    except SystemExit as done:
        return int(done.code or 0)
    if options.version:
        from .. import __version__

        print(f"derive {__version__}")
        return 0
    if options.command is None:
        raise Wrong("there is no command; see derive --help")
    if options.command in ("check", "read"):
        from . import checking

        return checking.check(options) if options.command == "check" else checking.read(options)
    if options.command == "prove":
        from . import proving

        return proving.prove(options)
    if options.command in ("kl", "entropy", "information", "moments"):
        from . import quantities

        return quantities.COMMANDS[options.command](options)
    if options.command == "explain":
        from . import meanings, output

        if meanings.is_code(options.name):
            print(output.coloured(meanings.meaning(options.name, page())), end="")
            return 0
    from .commands import COMMANDS

    return COMMANDS[options.command](options)


def _complain(message: str) -> int:
    print(f"derive: {message}", file=sys.stderr)
    return 2
