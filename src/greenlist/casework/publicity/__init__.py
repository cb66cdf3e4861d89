"""宣传推广: cases of listed units, 绿色制造服务行, what was published where, and each bureau's year."""
