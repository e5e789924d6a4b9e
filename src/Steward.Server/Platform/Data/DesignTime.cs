// Lets `dotnet ef` build both models without a server, to write the migrations of each engine.
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Steward.Platform.Data;

sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>();
        Database.Sqlite(options, "design.db");
        return new SqliteDb(options.Options);
    }
}

sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresDb>();
        Database.Postgres(options, "Host=design");
        return new PostgresDb(options.Options);
    }
}
