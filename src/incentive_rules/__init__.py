"""x"""
from incentive_rules.codes import Code

