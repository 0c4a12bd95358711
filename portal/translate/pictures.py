"""The gallery's page: each text with pictures of where it stands, and what was never met."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from portal.i18n.languages import Language
from portal.translate.listing import home_of, in_order
from portal.translate.reading import Row

HEAD = Markup(
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{0}</title><style>'
    "body{{font:1rem/1.5 system-ui,sans-serif;margin:1rem;color:#1d2527;background:#f6f2ea}}"
    "article{{background:#fff;border:1px solid #ddd5c6;border-radius:12px;padding:1rem;margin-block:1rem}}"
    ".pictures{{display:flex;flex-wrap:wrap;gap:1rem}}svg{{border:1px solid #ddd5c6;inline-size:360px;max-inline-size:100%;block-size:auto}}"
    "rect{{fill:none;stroke:#c2410c;stroke-width:3}}p{{margin:.25rem 0;white-space:pre-line}}</style></head><body><h1>{0}</h1>"
)
ARTICLE = Markup(
    '<article id="{name}"><p lang="sv"><strong>{swedish}</strong></p><p lang="{tag}" dir="{direction}">{text}</p>'
    '<p lang="en">{english}</p><div class="pictures">{pictures}</div></article>'
)
# A strip of the page around the text; the whole width, so that one sees where it is.
PICTURE = Markup(
    '<figure><svg viewBox="0 {top} 360 {height}" width="360" height="{height}"><image href="{file}" width="360"/>'
    '<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="4"/></svg><figcaption>{path}</figcaption></figure>'
)
HIDDEN = Markup('<figure><a href="{file}">{path}</a> (not visible on the page)</figure>')
AROUND = 150  # pixels above and below


class Occurrence(NamedTuple):
    """Where a text was met: the picture, the page, and x, y, width, height on it (empty: not visible)."""

    file: str
    path: str
    box: tuple[float, ...]


def write_index(
    folder: Path, language: Language, rows: Sequence[Row], met: Mapping[str, Sequence[Occurrence]]
) -> list[Row]:
    """Writes the page; answers the texts that were never met."""
    title = f"{language.self_name} ({language.tag})"
    parts = [HEAD.format(title)]
    for label, group in groupby(in_order(rows), lambda row: home_of(row).label.text):
        parts.append(Markup("<h2>{}</h2>").format(label))
        parts += [_article(row, language, met[row.name]) for row in group if row.name in met]
    unseen = [row for row in rows if row.name not in met]
    parts.append(Markup('<h2 id="unseen">Never met: {}</h2><ul>').format(len(unseen)))
    parts += [
        Markup("<li><bdi>{}</bdi> <small>{}</small></li>").format(
            row.swedish[0] or row.english[0], " ".join(row.entry.places)
        )
        for row in unseen
    ]
    parts.append(Markup("</ul></body></html>"))
    (folder / "index.html").write_text("\n".join(parts), encoding="utf-8")
    return unseen


def _article(row: Row, language: Language, met: Sequence[Occurrence]) -> Markup:
    return ARTICLE.format(
        name=row.name, swedish="\n".join(row.swedish), text="\n".join(row.entry.texts),
        english="\n".join(row.english), tag=language.tag, direction=language.direction,
        pictures=Markup("").join(map(_picture, met)),
    )  # fmt: skip


def _picture(found: Occurrence) -> Markup:
    if not found.box:
        return HIDDEN.format(file=found.file, path=found.path)
    x, y, width, height = (round(each) for each in found.box)
    top = max(0, y - AROUND)
    return PICTURE.format(
        top=top, height=height + y - top + AROUND, file=found.file, path=found.path,
        x=max(1, x - 3), y=y - 3, w=min(width + 6, 358), h=height + 6,
    )  # fmt: skip
