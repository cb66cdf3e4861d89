"""代录: what a county sent on paper, read, matched, asked and entered as applications."""
