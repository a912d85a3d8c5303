"""What rewards come to, and whether there is money for them."""
