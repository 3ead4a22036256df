"""Run by Alembic with the connection that `guanshan.register.migrate` hands over."""

from alembic import context

from guanshan.register.migrate import renders, watches
from guanshan.register.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_object=watches(context.config.attributes.get("system")),
    render_item=renders,
    transactional_ddl=False,  # the caller's transaction holds everything
    version_table="register_schema_version",
)
context.run_migrations()
