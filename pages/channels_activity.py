"""Activity: what customers do, on which channel, when, and where their operations are lost."""

from ui import controls, page
from ui.channels import activity
from ui.views.choices import pick_bank
from ui.words import _, month_of

shown = page.open_page("channels-activity")

places = page.beside(5)
with places[0]:
    pick_bank()
with places[1]:
    months = activity.months_of(shown.reader)
    controls.choose("month", months, label=_("Twelve months to"), shown=month_of)
with places[2]:
    by = list(activity.DIMENSIONS)
    controls.choose("activity_by", by, shown=activity.dimension_name)
with places[3]:
    channels = activity.channel_names()
    controls.choose("activity_channel", list(channels), shown=channels.__getitem__)
with places[4]:
    services = activity.service_names(shown.reader)
    controls.choose("activity_service", list(services), shown=services.__getitem__)
controls.reset("bank", "month", "activity_by", "activity_channel", "activity_service")

shown.show(activity.content(shown.reader))
