"""实名举报: anybody reports, by name and with proof, a problem of a listed unit or a body; it is examined, decided, and the reporter told."""
