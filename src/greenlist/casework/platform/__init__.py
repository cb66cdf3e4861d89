"""工业节能与绿色发展管理平台: our units in its columns, and the table it gives back compared with ours."""
