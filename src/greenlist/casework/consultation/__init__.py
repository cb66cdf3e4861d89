"""征求意见函: one letter to one department about many units, its clock, its link, its reply."""
