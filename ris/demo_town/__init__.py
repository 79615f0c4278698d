"""The invented Hessian town "Lindenau": its register, its papers and its meetings, as data and small builders.

Nobody and nothing in it exists. What is written here lands in a database only through the services of the house, in the
order in which it happened, so that its logs are real and can be verified.
"""
