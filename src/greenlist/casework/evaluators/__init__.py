"""Third-party evaluators: legal representatives, engagements, the cap of 15, declared outside projects, bans."""
