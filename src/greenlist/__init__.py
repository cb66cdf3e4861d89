"""greenlist: the notice on the green-manufacturing list as code, and the casework on top."""
