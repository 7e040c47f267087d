"""Chart builders, one module a subject."""

from altair.utils import schemapi

# See ui.charts.common.finish: the tests turn this check on again.
schemapi.DEBUG_MODE = False
