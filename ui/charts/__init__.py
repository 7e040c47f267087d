"""Chart builders, one module a subject."""
