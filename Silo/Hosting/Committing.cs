using Npgsql;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>Whether what a statement has returned is also committed.</summary>
internal static class Committing
{
    /// <summary>
    /// Reads on until the server is ready for the next statement. It sends what a statement returns, and even that it is
    /// complete, before it commits: whoever relies on what was returned waits for this.
    /// </summary>
    /// <exception cref="NpgsqlException">The commit failed, or nobody knows what became of it.</exception>
    public static async Task Committed(this NpgsqlDataReader reader, CancellationToken cancellation)
    {
        while (await reader.NextResultAsync(cancellation))
        {
            // Nobody asks for what is left.
        }
    }
}
