"""Which channels this instance has."""

from portal.config.channels import ChannelSettings
from portal.notices.channels import Sender, Senders
from portal.notices.channels.file import FileSender
from portal.notices.channels.mail import MailSender
from portal.notices.channels.push import PushSender
from portal.notices.channels.sms import SmsSender
from portal.notices.models import Channel


def senders_of(settings: ChannelSettings) -> Senders:
    """The channels that are set up, none where none is; with a file named, the file for all."""
    if settings.outbox_file:
        file = FileSender(settings.outbox_file)
        return {Channel.SMS: file, Channel.EMAIL: file, Channel.PUSH: file}
    senders: dict[Channel, Sender] = {}
    if settings.sms_url:
        senders[Channel.SMS] = SmsSender(settings)
    if settings.smtp_host:
        senders[Channel.EMAIL] = MailSender(settings)
    if settings.vapid_private_key:
        senders[Channel.PUSH] = PushSender(settings)
    return senders
