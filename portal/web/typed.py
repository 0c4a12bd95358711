"""Every form as the portal reads it, whoever reads it: signs that nobody sees are dealt with here."""

from typing import IO, Any

from flask import Request as FlaskRequest
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser

from portal.signs import typed


class Parser(FormDataParser):
    """Takes control signs out of what was typed, and leaves files as they are."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        """What Werkzeug reads, with each text as it is kept."""
        rest, form, files = super().parse(stream, mimetype, content_length, options)
        plain = [(name, typed(text)) for name, text in form.items(multi=True)]
        return rest, self.cls(plain), files


class Request(FlaskRequest):
    """A request whose forms are read so."""

    form_data_parser_class = Parser
