"""事故与突发事件: what happened at a unit, its level, who was told until when, and what is proposed for the list."""
