"""The synthetic province: plays a round through the real services. Everything it makes is 演示数据."""
