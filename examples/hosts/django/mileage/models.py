"""What is known, what was evaluated and what is to be paid: ten lines."""

from django.db import models


class Fact(models.Model):
    table = models.CharField(max_length=8)  # ledger, roster or claims
    row = models.JSONField()


class Result(models.Model):
    number = models.IntegerField(primary_key=True)  # 1, 2, ...: of two at once, one fails and is run again
    evaluation = models.TextField()


class Payment(models.Model):
    key = models.CharField(primary_key=True, max_length=300)  # the payment's id, and the number of the result
    payee, amount = models.CharField(max_length=64), models.CharField(max_length=40)
