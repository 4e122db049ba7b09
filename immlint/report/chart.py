"""Access maps on the page: a table for each service, of actions by the kinds of resources they are asked for.

Each answer is a word in a colour, and unfolds to the statements that decide it and to resources that show it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from immlint.message import Message, Term
from immlint.report.context import AccessMap, Context, MappedAction, Reach
from immlint.report.shown import visible

#: The answers in the order of their filters; the class of each is its name with dashes.
ANSWERS = ("granted", "conditional", "partly", "undecided", "denied", "not granted")
#: Places of requests that a row shows.
_MOST = 5
_USE = {"lacking": Term("lacking"), "unused": Term("unused")}
STYLE = """
h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-top: 0; }
table { border-collapse: collapse; min-width: 100%; }
th, td { border-top: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { font-weight: 400; overflow-wrap: anywhere; min-width: 8rem; }
thead th { color: var(--dim); }
td { min-width: 7rem; }
td details { margin: 0; }
td summary { background: none; border: 0; padding: 0; color: var(--answer); white-space: nowrap; }
td p { margin: .2rem 0; min-width: 14rem; overflow-wrap: anywhere; font-size: .875rem; }
.granted { --answer: var(--granted); } .conditional { --answer: var(--info); }
.partly { --answer: var(--warning); } .undecided { --answer: var(--undecided); }
.denied { --answer: var(--error); } .not-granted { --answer: var(--dim); }
.lacking b { color: var(--error); } .unused b { color: var(--dim); font-weight: 400; }
label b { color: var(--answer, var(--level)); }
""" + "\n".join(
    f"#show-{name}:not(:checked) ~ section .only-{name}, "
    f"#show-{name}:not(:checked) ~ section td.{name} > * {{ display: none; }}"
    for name in (answer.replace(" ", "-") for answer in ANSWERS)
)


def _filters(maps: Sequence[AccessMap], context: Context) -> Iterator[str]:
    counts = Counter(
        reach.answer
        for each in maps
        for rows in each.services.values()
        for row in rows
        for reach in row.reaches
    )
    for answer in ANSWERS:
        if counts[answer]:
            name = _class(answer)
            yield f'<input class="filter" type="checkbox" id="show-{name}" checked>'
            shown = f"<b>{visible(context.say(Term(answer)))}</b> {counts[answer]}"
            yield f'<label class="{name}" for="show-{name}">{shown}</label>'


def charts(maps: Sequence[AccessMap], context: Context) -> Iterator[str]:
    """Yield the maps, below a filter for each answer."""
    yield from _filters(maps, context)
    for each in maps:
        yield "<section>"
        yield f"<h2>{visible(context.say(Message('What {path} grants', path=each.title)))}</h2>"
        for service, rows in each.services.items():
            yield from _service(service, rows, each.left_out.get(service, 0), context)
        yield "</section>"
    for remark in context.remarks:
        yield f'<p class="more">{visible(context.say(remark))}</p>'


def _service(service: str, rows: Sequence[MappedAction], left_out: int, context: Context) -> Iterator[str]:
    say = context.say
    answers = Counter(reach.answer for row in rows for reach in row.reaches)
    answers["not granted"] += left_out
    counts = ", ".join(f"{answers[a]} {say(Term(a))}" for a in ANSWERS if answers[a])
    yield f"<details open><summary>{visible(service)} <span>{visible(counts)}</span></summary>"
    if rows:
        kinds = list(dict.fromkeys(reach.resource for row in rows for reach in row.reaches))
        asked = any(row.needed or row.use for row in rows)
        yield f'<div class="scroll" tabindex="0" role="region" aria-label="{visible(service)}"><table>'
        shown = [kind.removeprefix(f"acs:{service}:*:*:") for kind in kinds]
        heads = [say("action"), *shown, *([say("asked for by")] if asked else ())]
        yield "<thead><tr>"
        yield from (f'<th scope="col">{_broken(head)}</th>' for head in heads)
        yield "</tr></thead>"
        yield "<tbody>"
        for row in rows:
            yield from _row(row, kinds, context, asked=asked)
        yield "</tbody></table></div>"
    yield "</details>"


def _row(row: MappedAction, kinds: Sequence[str], context: Context, *, asked: bool) -> Iterator[str]:
    answers = {reach.answer for reach in row.reaches}
    only = f' class="only-{_class(answers.pop())}"' if len(answers) == 1 else ""
    yield f'<tr{only}><th scope="row">{_broken(row.action)}</th>'
    by_kind = {reach.resource: reach for reach in row.reaches}
    for kind in kinds:
        yield _cell(by_kind[kind], context) if kind in by_kind else "<td></td>"
    if asked:
        yield f'<td class="{row.use}">{_needed(row, context)}</td>'
    yield "</tr>"


def _cell(reach: Reach, context: Context) -> str:
    name = visible(context.say(Term(reach.answer)))
    told = "".join(f"<p>{visible(context.say(reason))}</p>" for reason in reach.reasons)
    shown = f"<details><summary>{name}</summary>{told}</details>" if told else f"<p>{name}</p>"
    return f'<td class="{_class(reach.answer)}">{shown}</td>'


def _needed(row: MappedAction, context: Context) -> str:
    told = [f"<b>{visible(context.say(_USE[row.use]))}</b>"] if row.use else []
    told += [visible(place) for place in row.needed[:_MOST]]
    if len(row.needed) > _MOST:
        told.append(visible(context.say(Message("and {count} more", count=len(row.needed) - _MOST))))
    return "<br>".join(told)


def _broken(name: str) -> str:
    """Return a name that a line may end in, behind what separates its parts."""
    return re.sub(r"(?<=[/:])|(?<=[a-z])(?=[A-Z])", "<wbr>", visible(name))


def _class(answer: str) -> str:
    return answer.replace(" ", "-")
