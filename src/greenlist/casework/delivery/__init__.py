"""离线报送: a package that another installation made is checked, shown, and taken in as if its batch had been handed in here."""
