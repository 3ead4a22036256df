"""How is it written for people's own programs? 文书: workbooks and tables that an office opens."""
