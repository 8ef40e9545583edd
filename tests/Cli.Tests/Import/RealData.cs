using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

/// <summary>Files that nobody on this project wrote; tests that need them are skipped where they are not.</summary>
internal static class RealData
{
    private const string Variable = "AUTOCRM_DATA";

    public const string VehicleSales = "vehicle-sales/auction_toyota_camry_sales_vin.csv";
    public const string CarSales = "car-sales/car_sales_report_23906.csv";

    public static string Find(string path)
    {
        var folder = Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(Root(), "..", "shared", "data");
        var found = Path.Combine(folder, path);
        Assert.SkipUnless(Path.Exists(found), $"{path} is in neither ../shared/data nor {Variable}.");
        return found;
    }

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AutoCrm.Actors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
