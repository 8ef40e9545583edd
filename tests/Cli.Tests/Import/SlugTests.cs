using AutoCrm.Actors.Dealerships;
using CsvHelper;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class SlugTests
{
    [Theory]
    [InlineData("avis corporation", "avis-corporation")]
    [InlineData("  Avis   Corporation ", "avis-corporation")]
    [InlineData("U-Haul CO", "u-haul-co-9a99bbe547")]
    [InlineData("clay nissan of newton inc", "clay-nissan-of-newton-inc")]
    [InlineData("clay nissan of newton inc.", "clay-nissan-of-newton-inc-3280859cd6")]
    [InlineData("上海汽车", "01f6506691")]
    [InlineData("...", "ab5df625bc")]
    public void A_code_is_stable(string name, string code) => Assert.Equal(code, Slug.Of(name));

    [Theory]
    [InlineData("mid atlantic finance /clearwater", "mid atlantic finance/clearwater")]
    [InlineData("U-Haul CO", "U Haul CO")]
    [InlineData("上海汽车", "北京汽车")]
    [InlineData("Dodge & Co", "Dodge + Co")]
    public void Names_that_differ_in_what_a_code_drops_have_different_codes(string one, string other) =>
        Assert.NotEqual(Slug.Of(one), Slug.Of(other));

    [Fact]
    public void A_code_is_bounded_and_long_names_stay_apart()
    {
        var name = string.Concat(Enumerable.Repeat("dealer ", 50));
        Assert.True(Slug.Of(name).Length <= Slug.MaxLength);
        Assert.NotEqual(Slug.Of(name + "a"), Slug.Of(name + "b"));
    }

    [Fact]
    public void All_sellers_of_the_real_file_keep_codes_of_their_own()
    {
        using var csv = CsvReader.FromFile(RealData.Find(RealData.VehicleSales), new CsvReaderOptions { Separator = ',' });
        var column = csv.GetFieldIndex("SELLER");
        var sellers = new HashSet<string>();
        while (csv.Read())
        {
            sellers.Add(csv.GetString(column));
        }

        Assert.Equal(1795, sellers.Count);
        Assert.Equal(1795, sellers.Select(Slug.Of).Distinct().Count());
        Assert.All(sellers.Select(Slug.Of), code => Assert.Matches("^[a-z0-9-]{1,64}$", code));
    }
}
