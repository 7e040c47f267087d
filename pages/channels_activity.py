"""Activity: what customers do, on which channel, when, and where their operations are lost."""

from ui import controls, page
from ui.channels import activity
from ui.controls import pick_bank

shown = page.open_page("channels-activity")

places = page.beside(5)
with places[0]:
    pick_bank()
with places[1]:
    controls.ask("month", activity.months_of(shown.reader))
with places[2]:
    controls.ask("activity_by")
with places[3]:
    channels = activity.channel_names()
    controls.ask("activity_channel", channels)
with places[4]:
    services = activity.service_names(shown.reader)
    controls.ask("activity_service", services)
controls.reset("bank", "month", "activity_by", "activity_channel", "activity_service")

shown.show(activity.content(shown.reader))
