using System.Security.Claims;
using AutoCrm.Actors.Api.Auth;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Auth;

public sealed class CallerClaimsTests
{
    [Theory]
    [InlineData("role=hq", "Headquarters")]
    [InlineData("role=dealership dealership=D07", "Dealership")]
    [InlineData("role=subscriber", "Subscriber")]
    [InlineData("", "None")]
    [InlineData("role=admin", "None")]
    [InlineData("role=HQ", "None")]
    [InlineData("role=hq role=hq", "None")]
    [InlineData("role=subscriber role=hq", "None")]
    [InlineData("role=dealership", "None")]
    [InlineData("role=dealership dealership=", "None")]
    [InlineData("role=dealership dealership=D07 dealership=D08", "None")]
    [InlineData("role=hq dealership=D07", "None")]
    [InlineData("role=subscriber dealership=D07", "None")]
    public void The_role_comes_from_complete_claims_only(string claims, string role) =>
        Assert.Equal(role, Principal(claims).ToCaller().Role.ToString());

    [Fact]
    public void Rights_come_from_the_scope()
    {
        var caller = Principal("role=hq scope=pii:read").ToCaller();

        Assert.True(caller.CanReadPersonalData);
        Assert.False(caller.CanWriteEvents);
    }

    [Theory]
    [InlineData("role=subscriber scope=events:write")]
    [InlineData("role=hq scope=events:write scope=pii:read")]
    [InlineData("role=hq scope=EVENTS:WRITE")]
    [InlineData("role=hq")]
    public void A_scope_that_is_odd_or_not_the_roles_gives_no_rights(string claims)
    {
        var caller = Principal(claims).ToCaller();

        Assert.False(caller.CanWriteEvents);
        Assert.False(caller.CanReadPersonalData);
    }

    [Fact]
    public void A_principal_that_is_not_verified_is_nobody()
    {
        var unverified = new ClaimsPrincipal(new ClaimsIdentity([new("role", "hq"), new("sub", "x"), new("exp", "4102444800")]));

        Assert.Same(Caller.Nobody, unverified.ToCaller());
        Assert.Same(Caller.Nobody, ((ClaimsPrincipal?)null).ToCaller());
    }

    [Fact]
    public void A_dealership_acts_for_itself_alone_and_headquarters_for_all()
    {
        var dealership = Principal("role=dealership dealership=D07").ToCaller();

        Assert.True(dealership.MayActFor("D07"));
        Assert.False(dealership.MayActFor("d07"));
        Assert.False(dealership.MayActFor(null));
        Assert.True(Principal("role=hq").ToCaller().MayActFor("D07"));
        Assert.False(Principal("role=subscriber").ToCaller().MayActFor("D07"));
        Assert.False(Caller.Nobody.MayActFor(null));
    }

    private static ClaimsPrincipal Principal(string claims)
    {
        var given = claims.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(claim => claim.Split('=')).Select(pair => new Claim(pair[0], pair[1]));
        return new ClaimsPrincipal(new ClaimsIdentity([.. given, new("sub", "x"), new("exp", "4102444800")], "test"));
    }
}
