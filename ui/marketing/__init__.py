"""The pages on marketing: levers, search engines, experiments, offers, the mix of a site."""
