"""What this slice hands to the person herself. Where and when leaves no file of a protected person."""

from portal.appointments.models import (
    AcceptedClash,
    Appointment,
    AppointmentMove,
    Attendee,
    CalendarFeed,
    FixedHours,
)
from portal.exports import SWEDISH, UNKNOWN, Export

WHERE = frozenset({"place", "entrance", "floor", "landmark", "travel_minutes"})
WHEN = frozenset({"starts", "ends", "wall", "was_starts", "was_ends", "from_starts", "from_ends"})

EXPORTS = (
    Export(
        Appointment, order=Appointment.starts, texts={"purpose": SWEDISH, "reply_text": UNKNOWN},
        guarded=WHERE | WHEN,
    ),
    *(
        Export(
            table, whose=Appointment.participant_id,
            through=((Appointment, Appointment.id == table.appointment_id),),
            order=Appointment.starts, guarded=WHEN,
        )
        for table in (Attendee, AppointmentMove, AcceptedClash)
    ),
    Export(FixedHours, order=FixedHours.first_day, guarded=frozenset({"since", "until"})),
    Export(CalendarFeed, leaves_out={"secret_hash": "Would help to find the calendar's address."}),
)  # fmt: skip
