using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Api.Graph;
using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Api.Leads;
using AutoCrm.Actors.Api.Privacy;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddLifetime();
builder.AddListeners();
builder.Services.AddProblems();
builder.Services.AddDatabase(builder.Configuration);
builder.Services.AddPrivacy(builder.Configuration);
builder.Services.AddCluster();
builder.Services.AddAuth(builder.Configuration);
builder.Services.AddEvents(builder.Configuration);
builder.Services.AddLeads(builder.Configuration);
builder.Services.AddGraph(builder.Configuration);

var app = builder.Build();
app.UseProblems();
app.UseRouting();
app.UseListeners();
app.UseAuthentication();
app.UseAuthorization();
app.MapHealth();
app.MapEvents();
app.MapLeads();
app.MapSchemas();
app.MapGraph();

return await app.RunToEnd();
