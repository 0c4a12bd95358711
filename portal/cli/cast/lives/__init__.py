"""What happens in each life, as the programme's people described it."""

from collections.abc import Callable

from portal.cli.cast.lives import anneli, dragan, farhad, hodan, mikaela, oksana, rim, tesfay
from portal.cli.cast.story import Story

LIVES: dict[str, Callable[[Story], None]] = {
    "rim": rim.tell,
    "hodan": hodan.tell,
    "farhad": farhad.tell,
    "dragan": dragan.tell,
    "anneli": anneli.tell,
    "tesfay": tesfay.tell,
    "oksana": oksana.tell,
    "mikaela": mikaela.tell,
}
