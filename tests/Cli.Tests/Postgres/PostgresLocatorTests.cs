using AutoCrm.Actors.Cli.Postgres;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Postgres;

public sealed class PostgresLocatorTests : IDisposable
{
    private readonly TemporaryFolder machine = new();
    private readonly Dictionary<string, string?> environment = [];
    private readonly Dictionary<string, int> installed = [];

    public void Dispose() => machine.Dispose();

    [Fact]
    public void The_folder_that_the_operator_names_comes_first()
    {
        Install("usr/lib/postgresql/17/bin", 17);
        environment["PATH"] = Install("usr/local/bin", 16);
        environment["AUTOCRM_PG_BIN"] = Install("opt/mine", 15);

        Assert.Equal(15, Locator().Find()?.Major);
    }

    [Fact]
    public void PATH_comes_before_the_usual_folders()
    {
        Install("usr/lib/postgresql/17/bin", 17);
        environment["PATH"] = "/nowhere:" + Install("usr/local/bin", 16);

        Assert.Equal(16, Locator().Find()?.Major);
    }

    [Fact]
    public void Of_the_usual_folders_the_newest_version_comes_first()
    {
        Install("usr/lib/postgresql/9.6/bin", 9);
        Install("usr/lib/postgresql/16/bin", 16);
        Install("usr/lib/postgresql/17/bin", 17);

        Assert.Equal(17, Locator().Find()?.Major);
    }

    [Theory]
    [InlineData("usr/lib/postgresql/15/bin")]
    [InlineData("usr/pgsql-16/bin")]
    [InlineData("opt/homebrew/opt/postgresql@17/bin")]
    [InlineData("usr/local/opt/postgresql@17/bin")]
    public void The_usual_folders_of_Debian_Fedora_and_Homebrew_are_known(string folder)
    {
        var path = Install(folder, 17);

        Assert.Equal(path, Locator().Find()?.Folder);
    }

    [Fact]
    public void One_that_is_too_old_is_passed_over()
    {
        environment["PATH"] = Install("usr/bin", 13);
        Install("usr/lib/postgresql/15/bin", 15);

        Assert.Equal(15, Locator().Find()?.Major);
    }

    [Fact]
    public void Existing_data_demand_the_version_that_made_them()
    {
        Install("usr/lib/postgresql/15/bin", 15);
        Install("usr/lib/postgresql/17/bin", 17);

        Assert.Equal(15, Locator().Find(15)?.Major);
        Assert.Null(Locator().Find(16));
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is()
    {
        environment["PATH"] = "/nowhere";

        Assert.Null(Locator().Find());
    }

    [Theory]
    [InlineData(14, "15 or newer is needed")]
    [InlineData(null, "are not all there")]
    public void A_folder_that_the_operator_names_wrongly_is_explained_and_not_replaced(int? major, string why)
    {
        Install("usr/lib/postgresql/17/bin", 17);
        environment["AUTOCRM_PG_BIN"] = major is { } old ? Install("opt/mine", old) : machine["opt/empty"];

        var failure = Assert.Throws<OperatorException>(() => Locator().Find());

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 15)]
    [InlineData("postgres (PostgreSQL) 17beta2", 17)]
    [InlineData("something else", null)]
    public void The_version_is_read_from_what_the_program_prints(string text, int? major)
    {
        Assert.Equal(major, PostgresBinaries.MajorOf(text));
    }

    private PostgresLocator Locator() => new(
        name => environment.GetValueOrDefault(name),
        folder => installed.TryGetValue(folder, out var major) ? new PostgresBinaries(folder, major) : null,
        machine.FullPath);

    private string Install(string folder, int major)
    {
        var path = machine[folder];
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "pg_ctl"), string.Empty);
        installed[path] = major;
        return path;
    }
}
