"""开户: accounts for many units from one sheet, or for one by hand, each with a code that is shown once."""
