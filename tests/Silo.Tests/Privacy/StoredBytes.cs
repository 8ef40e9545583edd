using System.Text;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Privacy;

/// <summary>Looks for texts in everything that a database holds: every table, and every file of its data directory.</summary>
internal static class StoredBytes
{
    public static async Task<IReadOnlyList<string>> Find(string connectionString, IReadOnlyList<string> texts)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var (found, needles) = (new List<string>(), texts.SelectMany(FormsOf).ToArray());
        foreach (var table in await Column(connection, $"SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = '{DataSources.Schema}'"))
        {
            // As a binary copy, so that bytea is looked at as it is.
            using var dump = new MemoryStream();
            await using (var copy = await connection.BeginRawBinaryCopyAsync($"COPY {table} TO STDOUT (FORMAT binary)"))
            {
                await copy.CopyToAsync(dump);
            }

            Look(table, dump.ToArray(), needles, found);
        }

        await Column(connection, "CHECKPOINT");
        var files = 0;
        foreach (var file in Directory.EnumerateFiles((await Column(connection, "SHOW data_directory")).Single(), "*", SearchOption.AllDirectories))
        {
            try
            {
                Look(file, await File.ReadAllBytesAsync(file), needles, found);
                files++;
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // PostgreSQL has removed it meanwhile.
            }
        }

        Assert.True(files > 100, $"Only {files} files were looked at.");
        return found;
    }

    // As it is, and as JSON escapes it.
    private static IEnumerable<(string Text, byte[] Bytes)> FormsOf(string text) =>
        [(text, Encoding.UTF8.GetBytes(text)), (text, Encoding.UTF8.GetBytes(System.Text.Json.JsonEncodedText.Encode(text).ToString()))];

    private static void Look(string where, byte[] bytes, (string Text, byte[] Bytes)[] needles, List<string> found) =>
        found.AddRange(needles.Where(needle => bytes.AsSpan().IndexOf(needle.Bytes) >= 0).Select(needle => $"{needle.Text} in {where}").Distinct());

    private static async Task<List<string>> Column(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }
}
