"""Work that outlasts a page: asked in a page, done by the worker, followed on a page of its own.

The queue is ``procrastinate``, on the same PostgreSQL: no other server to install or to back up, a job is asked in the
transaction of the page that asks, and the worker is woken by ``LISTEN/NOTIFY``. It is maintained and typed, and has
what a queue home-made would lack: locks, heartbeats of the workers, jobs of a dead one taken up again.
A job carries identifiers only: the worker looks again at who asks and at what stands when it runs.
"""
