"""The arguments of every command. The only place that knows click; the commands themselves do not."""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from incentive_rules.cli import cases, commands, help_page
from incentive_rules.cli.compare import Request, compare, reform_set
from incentive_rules.cli.demo import demo
from incentive_rules.cli.desk import CSV, JSON, STOPPED, TEXT, XLSX, Desk
from incentive_rules.cli.evaluate import evaluate
from incentive_rules.cli.explain import FORMATS as EXPLAINED
from incentive_rules.cli.explain import explain, why_not
from incentive_rules.cli.fairness import fairness
from incentive_rules.cli.init import init
from incentive_rules.cli.inputs import Inputs, mask_key_at
from incentive_rules.cli.notice import FORMATS as NOTICE_FORMATS
from incentive_rules.cli.notice import HTML, MARKDOWN, notice
from incentive_rules.cli.parameters import Argument, BlankValue, Option, day, one_of, people, whole
from incentive_rules.cli.read import KINDS, read
from incentive_rules.cli.reconcile import reconcile
from incentive_rules.cli.replay import replay
from incentive_rules.cli.streams import language_of, let_go, program_name, system_language
from incentive_rules.cli.template import template
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, IncentiveError, InputError, nearest
from incentive_rules.fairness.check import BUDGET
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.report.small_groups import SMALLEST_GROUP
from incentive_rules.report.terminal import Screen
from incentive_rules.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    Work = Callable[..., int]

READER_GONE = 141
"""The exit code that a shell gives to a program whose reader has gone."""

TABLE = "table"


def run(arguments: Sequence[str]) -> int:
    """Parse the arguments, run the command that they name, and give its exit code."""
    lang = language_of(arguments, os.environ, system_language())
    desk = Desk(lang, Screen(sys.stdout or io.StringIO()), Screen(sys.stderr or io.StringIO()))
    try:
        code = _parsed_and_run(desk, list(arguments))
        desk.out.stream.flush()
    except BrokenPipeError:
        let_go(sys.stdout)
        return READER_GONE
    except OSError as error:
        if error.filename is None:  # nothing could be opened in vain, so it is the output
            let_go(sys.stdout)
        desk.err.line(f"{error.filename or program_name(sys.argv[0])}: {error.strerror or error}")
        return STOPPED
    return code


def _parsed_and_run(desk: Desk, arguments: list[str]) -> int:
    group = _group(desk)
    try:
        with group.make_context(program_name(sys.argv[0]), arguments) as context:
            return int(group.invoke(context))
    except click.exceptions.Exit as done:
        return done.exit_code
    except IncentiveError as error:
        desk.findings(error.findings)
    except click.UsageError as error:
        context = error.ctx or click.Context(group, info_name=program_name(sys.argv[0]))
        desk.err.line(_usage(desk, error, context.command))
        desk.err.line(desk.words("try_help", command=context.command_path))
    return STOPPED


def _usage(desk: Desk, error: click.UsageError, command: click.Command) -> str:
    """What is wrong with the arguments; click's own words are English whatever the language."""
    if isinstance(error, click.NoSuchOption):
        if (error.option_name, command.name) == ("--opening", "compare"):
            return desk.words("compare_no_opening")
        known = [each for param in command.params for each in param.opts]
        near = nearest(error.option_name, known)
        facts = {"kind": _OPTION, "name": error.option_name, "known": known, "near": near}
        return Diagnostic(Code.UNKNOWN_ID, facts=facts).render(desk.lang)
    if isinstance(error, click.BadOptionUsage):
        return desk.words("no_value" if error.option_name in _flags(desk) else "missing_value", name=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param:
        return desk.words("missing", name=help_page.name_of(error.param))
    if isinstance(error, BlankValue) and error.param:
        return desk.words("blank_value", name=help_page.name_of(error.param))
    return error.message


def _flags(desk: Desk) -> set[str]:
    """Every option that takes no value; click does not say of which command it speaks."""
    group = _group(desk)
    options = [each for command in (group, *group.commands.values()) for each in command.params]
    return {name for each in options if isinstance(each, click.Option) and each.is_flag for name in each.opts}


_OPTION, _COMMAND = Label("선택 항목", "option"), Label("명령", "command")


class _Group(click.Group):
    """All commands; one that is not known is a finding with the nearest name."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args[0] not in known:
            facts = {"kind": _COMMAND, "name": args[0], "known": known, "near": nearest(args[0], known)}
            raise InputError([Diagnostic(Code.UNKNOWN_ID, facts=facts)])
        return super().resolve_command(ctx, args)


_FILE: dict[str, Any] = {"type": click.Path(path_type=Path), "metavar": "FILE"}
_DAY: dict[str, Any] = {"callback": day, "metavar": "DATE"}


def _group(desk: Desk) -> click.Group:
    """Every command, in the language of the run."""
    files = Argument(["files"], **_FILE | {"metavar": "FILE..."}, nargs=-1, required=True)
    paths = Argument(["paths"], **_FILE | {"metavar": "PATH..."}, nargs=-1)
    inputs = [_scheme(), *_inputs(desk, required=("ledger", "as_of"))]
    out = _option(desk, "--out", **_FILE)
    new_book = _option(desk, "--out", told="out_template", **_FILE)
    since = [_option(desk, "--since", **_FILE, multiple=True), _option(desk, "--posted", is_flag=True)]
    since.append(_smallest_group(desk))
    kept = [_option(desk, name, **_FILE) for name in ("--opening", "--certificate", "--write-opening")]
    made = [
        _command(desk, "init", _init, _first_scheme(desk)),
        _command(desk, "validate", commands.validate, [files, _option(desk, "--strict", is_flag=True)]),
        _command(desk, "notice", notice, _notice(desk, out), NOTICE_FORMATS),
        _command(desk, "template", template, [_scheme(), new_book]),
        _command(desk, "read", _read, _read_files(desk)),
        _command(desk, "evaluate", _evaluate, [*inputs, *_masking(desk), out, *since, *kept], (TABLE, JSON, CSV, XLSX)),
        _command(desk, "reconcile", _reconcile, [*inputs, *_masking(desk), kept[0], out]),
        _command(desk, "replay", _replay, _kept(desk)),
        _command(desk, "explain", partial(_explained, explain), _query(desk, out), EXPLAINED),
        _command(desk, "why-not", partial(_explained, why_not), _query(desk, out), EXPLAINED),
        _command(desk, "test", cases.test, [paths]),
        _command(desk, "compare", _compare, _comparison(desk, out), (TABLE, JSON, CSV)),
        _command(desk, "fairness", fairness, _fairness(desk)),
        _command(desk, "schema", commands.schema, _schema(desk)),
        _command(desk, "demo", demo, [], ()),
    ]
    group = _Group(
        "incentive-rules",
        commands={command.name or "": command for command in made},
        params=[_lang(desk), _version(desk), _help(desk)],
        invoke_without_command=True,
        add_help_option=False,
        help=desk.words("help"),
    )
    group.callback = partial(_without_command, desk)
    return group


def _without_command(desk: Desk) -> int:
    """Without a command, tell which there are."""
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        help_page.show(desk, context)
    return STOPPED


def _command(
    desk: Desk, name: str, work: Work, params: list[click.Parameter], formats: Sequence[str] = (TEXT, JSON)
) -> click.Command:
    if formats:
        params = [*params, _option(desk, "--format", **one_of(*formats), default=formats[0])]
    key = name.replace("-", "_")
    return click.Command(
        name,
        params=[*params, _lang(desk), _help(desk)],
        callback=partial(_carried_out, desk, work),
        help=desk.words(f"help_{key}"),
        epilog=desk.words(f"help_{key}_more"),
        add_help_option=False,
        context_settings={"allow_extra_args": True},
    )


def _carried_out(desk: Desk, work: Work, **given: Any) -> int:  # noqa: ANN401  # whatever the command's parameters are
    """Run a command; what stops it is told in the format that was asked for."""
    context = click.get_current_context()
    if context.args:
        raise click.UsageError(desk.words("extra_argument", value=context.args[0]), context)
    desk = desk.in_format(_format_of(context, given.pop("format", ""), given.get("out")))
    try:
        return work(desk, **given)
    except IncentiveError as error:
        desk.findings(error.findings)
        return STOPPED


_FORMATS = {".json": JSON, ".csv": CSV, ".xlsx": XLSX, ".html": HTML, ".htm": HTML, ".md": MARKDOWN}
"""Formats by the ending of a file's name."""


def _format_of(context: click.Context, chosen: str, out: Path | None) -> str:
    """The format that was asked for; where none was, that of the output's name."""
    asked = context.get_parameter_source("format") is not click.core.ParameterSource.DEFAULT
    named = _FORMATS.get(out.suffix.lower(), "") if out else ""
    param = next((each for each in context.command.params if each.name == "format"), None)
    return named if not asked and param is not None and named in (param.metavar or "").split("|") else chosen


def _evaluate(  # noqa: PLR0913, PLR0917  # click gives each argument by its name
    desk: Desk,
    out: Path | None,
    since: tuple[Path, ...],
    posted: bool,  # noqa: FBT001  # as above
    smallest_group: int | None,
    certificate: Path | None,
    write_opening: Path | None,
    **given: Any,  # noqa: ANN401  # the fields of Inputs
) -> int:
    if posted and given["mask"]:  # on a board nobody finds themselves by a pseudonym
        raise click.UsageError(desk.words("only_one_of", names="--posted, --mask"), click.get_current_context())
    hidden = _smallest_hidden(desk, smallest_group, posted=posted)
    written = {"certificate": certificate, "write_opening": write_opening}
    return evaluate(desk, _given_inputs(desk, given), out, since, posted=posted, smallest_group=hidden, **written)


def _replay(desk: Desk, certificate: Path, result: Path | None, **given: Any) -> int:  # noqa: ANN401  # as above
    """``replay``: the dates and the reading are those of the certificate."""
    _refuse_clash(desk, given)
    return replay(desk, certificate, result, **_with_key(desk, given))


def _reconcile(desk: Desk, out: Path | None, **given: Any) -> int:  # noqa: ANN401  # the fields of Inputs
    return reconcile(desk, _given_inputs(desk, given), out)


def _read(desk: Desk, files: tuple[Path, ...], kind: str | None, make_ids: bool) -> int:  # noqa: FBT001  # click's call
    if len(files) == 1:
        raise click.UsageError(desk.words("missing", name="SCHEME"), click.get_current_context())
    return read(desk, files, kind or "", make_ids=make_ids)


def _init(desk: Desk, out: Path | None, gallery: str, yes: bool) -> int:  # noqa: FBT001  # click's call
    # The one look at a clock: what the year of a first day is offered as. Nothing is computed from it.
    return init(desk, out, gallery, _unanswered if yes else _asked, yes=yes, today=date.today())  # noqa: DTZ011  # the user's own day


def _unanswered(_question: str, _default: str) -> str:
    """Ask nobody: every default is taken."""
    raise EOFError


def _asked(question: str, default: str) -> str:
    """Put a question beside the output and take the answer, or the default for an empty one.

    Raises:
        EOFError: if nothing more can be typed.
        KeyboardInterrupt: if the user stops.
    """
    try:
        answer: str = click.prompt(question, default=default, show_default=bool(default), err=True)
    except click.Abort as stopped:
        click.echo(err=True)
        raise (KeyboardInterrupt if isinstance(stopped.__context__, KeyboardInterrupt) else EOFError) from None
    return answer


def _explained(
    work: Callable[[Desk, Inputs | Path, str, Path | None], int],
    desk: Desk,
    named: tuple[str, ...],
    evaluation: Path | None,
    out: Path | None,
    **given: Any,  # noqa: ANN401  # the fields of Inputs
) -> int:
    """``explain`` and ``why-not``: of an earlier result, or of files that are evaluated now."""
    *scheme, query = named
    if len(scheme) > 1:
        raise click.UsageError(desk.words("extra_argument", value=query), click.get_current_context())
    if evaluation is not None:
        if scheme or any(given.values()):
            names = "--evaluation, SCHEME ..."
            raise click.UsageError(desk.words("only_one_of", names=names), click.get_current_context())
        return work(desk, evaluation, query, out)
    return work(desk, _given_inputs(desk, {"scheme": Path(*scheme) if scheme else None, **given}), query, out)


def _compare(  # noqa: PLR0913, PLR0917  # click gives each argument by its name
    desk: Desk,
    scheme: Path,
    reform: Path | None,
    readings: bool,  # noqa: FBT001  # as above
    settings: tuple[str, ...],
    first: date | None,
    posted: bool,  # noqa: FBT001  # as above
    smallest_group: int | None,
    out: Path | None,
    **given: Any,  # noqa: ANN401  # the fields of Inputs
) -> int:
    """``compare``: of one reform or of the readings, on the user's files or on the example data."""
    context = click.get_current_context()
    kinds = sum(map(bool, (reform, settings, readings)))
    if not kinds:
        raise click.UsageError(desk.words("compare_one_needed"), context)
    if kinds > 1:
        raise click.UsageError(desk.words("only_one_of", names="REFORM, --set, --readings"), context)
    if first and not settings:
        raise click.UsageError(desk.words("needs_other", name="--from", other="--set"), context)
    for name, is_given, other in (
        ("--readings", readings, "reading"),
        ("--claims", given["claims"], "option"),
    ):
        if is_given and given[other]:
            raise click.UsageError(desk.words("only_one_of", names=f"{name}, --{other}"), context)
    has_files = any(given[name] for name in ("ledger", "roster", "claims"))
    inputs = _given_inputs(desk, {"scheme": scheme, **given}, option_alone=True) if has_files else None
    wishes = {name: given[name] for name in ("reading", "as_of", "known_at", "assume_claims", "option")}
    hidden = _smallest_hidden(desk, smallest_group, posted=posted)
    wishes |= {"posted": posted, "smallest_group": hidden}
    return compare(desk, Request(scheme, reform_set(settings, first) if settings else reform, inputs, out, **wishes))


def _given_inputs(desk: Desk, given: dict[str, Any], *, option_alone: bool = False) -> Inputs:
    """The inputs, if nothing is missing and nothing contradicts itself."""
    for name in ("scheme", "ledger", "as_of"):
        if not given[name]:
            told = f"--{name.replace('_', '-')}" if name != "scheme" else "SCHEME"
            raise click.UsageError(desk.words("missing", name=told), click.get_current_context())
    _refuse_clash(desk, given, option_alone=option_alone)
    return Inputs(**_with_key(desk, given))


def _with_key(desk: Desk, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, with the key of pseudonyms in place of where it stands."""
    rest = {name: value for name, value in given.items() if name not in ("mask", "mask_key")}
    mask, path = given.get("mask", False), given.get("mask_key")
    if path and not mask:
        facts = {"name": "--mask-key", "other": "--mask"}
        raise click.UsageError(desk.words("needs_other", **facts), click.get_current_context())
    return rest | {"mask_key": mask_key_at(path, os.environ) if mask else b""}


def _refuse_clash(desk: Desk, given: dict[str, Any], *, option_alone: bool = False) -> None:
    """What contradicts itself among the inputs."""
    if given["claims"] and given["assume_claims"]:
        names = "--claims, --assume-claims"
        raise click.UsageError(desk.words("only_one_of", names=names), click.get_current_context())
    if given["option"] and not (given["assume_claims"] or option_alone):
        facts = {"name": "--option", "other": "--assume-claims"}
        raise click.UsageError(desk.words("needs_other", **facts), click.get_current_context())


def _inputs(desk: Desk, *, required: Collection[str] = ()) -> list[click.Parameter]:
    return [
        _option(desk, "--ledger", **_FILE, required="ledger" in required, multiple=True),
        _option(desk, "--roster", **_FILE, multiple=True),
        _option(desk, "--claims", **_FILE, multiple=True),
        _option(desk, "--assume-claims", metavar="POLICY", default=""),
        _option(desk, "--option", metavar="OPTION", default=""),
        _option(desk, "--as-of", **_DAY, required="as_of" in required),
        _option(desk, "--known-at", **_DAY),
        _option(desk, "--reading", metavar="READING", default=""),
        _option(desk, "--make-ids", is_flag=True),
    ]


def _masking(desk: Desk) -> list[click.Parameter]:
    """Pseudonyms, by a key that no list of running commands shows."""
    return [_option(desk, "--mask", is_flag=True), _option(desk, "--mask-key", **_FILE)]


def _smallest_group(desk: Desk) -> click.Option:
    return _option(desk, "--smallest-group", metavar="NUMBER", callback=people)


def _smallest_hidden(desk: Desk, given: int | None, *, posted: bool) -> int:
    """How few people a group may have to be shown in a table for posting."""
    if given is not None and not posted:
        facts = {"name": "--smallest-group", "other": "--posted"}
        raise click.UsageError(desk.words("needs_other", **facts), click.get_current_context())
    return SMALLEST_GROUP if given is None else given


def _kept(desk: Desk) -> list[click.Parameter]:
    certificate = Argument(["certificate"], **_FILE | {"metavar": "CERTIFICATE"})
    told = ("as_of", "known_at", "reading")  # by the certificate
    files = [each for each in _inputs(desk, required=("ledger",)) if each.name not in told]
    results = (_option(desk, each, **_FILE) for each in ("--opening", "--result"))
    return [certificate, _scheme(), *files, *_masking(desk), *results]


def _read_files(desk: Desk) -> list[click.Parameter]:
    files = Argument(["files"], **_FILE | {"metavar": "FILE... SCHEME"}, nargs=-1, required=True)
    return [files, _option(desk, "--kind", **one_of(*KINDS)), _option(desk, "--make-ids", is_flag=True)]


def _first_scheme(desk: Desk) -> list[click.Parameter]:
    out = Argument(["out"], **_FILE | {"metavar": "OUT"}, required=False)
    gallery = _option(desk, "--from", metavar="NAME", default="")
    gallery.name = "gallery"
    return [out, gallery, _option(desk, "--yes", is_flag=True)]


def _notice(desk: Desk, out: click.Option) -> list[click.Parameter]:
    schemes = Argument(["schemes"], **_FILE | {"metavar": "SCHEME..."}, nargs=-1, required=True)
    return [schemes, _option(desk, "--diff", is_flag=True), out]


def _query(desk: Desk, out: click.Option) -> list[click.Parameter]:
    named = Argument(["named"], nargs=-1, required=True, metavar="[SCHEME] ID")
    files = (_option(desk, name, **_FILE) for name in ("--opening", "--evaluation"))
    return [named, *_inputs(desk), *_masking(desk), *files, out]


def _comparison(desk: Desk, out: click.Option) -> list[click.Parameter]:
    reform = Argument(["reform"], **_FILE | {"metavar": "REFORM"}, required=False)
    settings = _option(desk, "--set", metavar="ADDRESS=VALUE", multiple=True)
    first = _option(desk, "--from", told="from_day", **_DAY)
    settings.name, first.name = "settings", "first"
    posted = [_option(desk, "--posted", told="posted_comparison", is_flag=True), _smallest_group(desk)]
    return [_scheme(), reform, _option(desk, "--readings", is_flag=True), settings, first, *_inputs(desk), *posted, out]


def _fairness(desk: Desk) -> list[click.Parameter]:
    properties = _option(desk, "--property", metavar="NAME", multiple=True)
    properties.name = "properties"
    budget = _option(desk, "--budget", metavar="NUMBER", default=str(BUDGET), callback=whole)
    return [_scheme(), properties, budget, _option(desk, "--reading", metavar="READING", default="")]


def _schema(desk: Desk) -> list[click.Parameter]:
    folder = _FILE | {"metavar": "FOLDER", "is_flag": False, "flag_value": "schemas"}
    name = Argument(["name"], required=False, default="", metavar="NAME")
    return [name, _option(desk, "--write", **folder), _option(desk, "--check", **folder)]


def _scheme() -> click.Argument:
    return Argument(["scheme"], **_FILE | {"metavar": "SCHEME"})


def _option(desk: Desk, name: str, told: str = "", **settings: Any) -> click.Option:  # noqa: ANN401  # click's settings
    """An option with the text of its name, or of ``told``."""
    key = told or name.lstrip("-").replace("-", "_")
    return Option([name], help=desk.words(f"option_{key}"), **settings)


def _lang(desk: Desk) -> click.Option:
    return _option(desk, "--lang", **one_of(*LANGUAGES), expose_value=False)


def _help(desk: Desk) -> click.Option:
    return _eager(desk, "--help", lambda context: help_page.show(desk, context))


def _version(desk: Desk) -> click.Option:
    return _eager(desk, "--version", lambda _: desk.out.line(f"incentive-rules {__version__}"))


def _eager(desk: Desk, name: str, show: Callable[[click.Context], None]) -> click.Option:
    """An option that shows something and ends the run."""

    def callback(context: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001  # click's protocol
        if value and not context.resilient_parsing:
            show(context)
            context.exit()

    return _option(desk, name, is_flag=True, is_eager=True, expose_value=False, callback=callback)
