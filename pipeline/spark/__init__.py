"""Hronika on many machines: Spark reads web archives into Parquet, and ``hronika load`` makes chronicles of that.

``places`` opens files wherever they lie, ``rows`` says what a row of the Parquet holds, ``extract`` is the job,
``dataset`` reads what it wrote. ``docs/spark.md`` tells how to run it.
"""
