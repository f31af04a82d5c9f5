"""The graph for agents, over the Model Context Protocol: questions, checked queries, and the cells behind every figure.

Nothing is imported here: read workers import ``kg.agents.answers``, and have no use for a server.
"""
