"""现场抽查: draws by risk in public, visits with a checklist and photographs, rectification, removal proposed."""
