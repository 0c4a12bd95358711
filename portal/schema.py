"""Every table there is, for migrations and for the check that models and migrations agree."""

from sqlalchemy import MetaData

import portal.appointments.models
import portal.corrections.models
import portal.instance
import portal.messages.drafts
import portal.messages.models
import portal.notices.models
import portal.people.models
import portal.people.verified_phone
import portal.plan.models
import portal.retention.models
import portal.sharing.models
import portal.sign_in.letter_models
import portal.sign_in.models
import portal.sign_in.passkey_models
import portal.trail.models
import portal.web.models
from portal.db import Base

METADATA: MetaData = Base.metadata

__all__ = ["METADATA", "portal"]
