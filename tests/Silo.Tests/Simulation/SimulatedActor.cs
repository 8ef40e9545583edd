using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace AutoCrm.Actors.Silo.Tests.Simulation;

/// <summary>One activation: a real grain, which believes that Orleans runs it.</summary>
internal sealed class SimulatedActor
{
    private static readonly MethodInfo SetContext = typeof(Grain).Assembly.GetType("Orleans.Runtime.RuntimeContext", throwOnError: true)!
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(method => method.Name == "SetExecutionContext").MinBy(method => method.GetParameters().Length)!;

    private readonly TaskCompletionSource gone = new();
    private readonly Action<SimulatedActor> removed;
    private int calls;
    private bool isLeaving;

    public SimulatedActor(Subject subject, Func<Grain> create, Action<SimulatedActor> removed)
    {
        (Subject, this.removed) = (subject, removed);
        var runtime = DispatchProxy.Create<IGrainRuntime, Stub>();
        var context = DispatchProxy.Create<IGrainContext, Stub>();
        ((Stub)(object)runtime).Answers["DeactivateOnIdle"] = _ => Leave();
        ((Stub)(object)context).Answers["get_GrainId"] = _ => GrainId.Create(subject.Kind.ToString().ToLowerInvariant(), subject.Key);
        var services = new ServiceCollection().AddSingleton(runtime).BuildServiceProvider();
        ((Stub)(object)context).Answers["get_ActivationServices"] = _ => services;
        Enter(context);
        Grain = create();
        Enter(null);
        Grain.OnActivateAsync(CancellationToken.None).Ignore();
    }

    public Subject Subject { get; }

    public Grain Grain { get; }

    public bool IsLeaving => isLeaving;

    public Task Gone => gone.Task;

    public async Task<T> Call<T>(Func<IEntityGrain, Task<T>> method)
    {
        calls++;
        try
        {
            return await method((IEntityGrain)Grain);
        }
        finally
        {
            calls--;
            LeaveWhenIdle();
        }
    }

    /// <summary>No more calls; those that run come to their end first.</summary>
    public object? Leave()
    {
        if (!isLeaving)
        {
            isLeaving = true;
            LeaveWhenIdle();
        }

        return null;
    }

    private static void Enter(IGrainContext? context) =>
        SetContext.Invoke(null, SetContext.GetParameters().Length == 1 ? [context] : [context, null]);

    private void LeaveWhenIdle()
    {
        if (isLeaving && calls == 0)
        {
            End().Ignore();
        }
    }

    private async Task End()
    {
        calls = -1;
        await Grain.OnDeactivateAsync(default, CancellationToken.None).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        removed(this);
        gone.SetResult();
    }

    /// <summary>Answers only what is asked in the simulation.</summary>
#pragma warning disable CA1852 // A proxy is made of it at run time.
    public class Stub : DispatchProxy
#pragma warning restore CA1852
    {
        internal Dictionary<string, Func<object?[]?, object?>> Answers { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Answers.TryGetValue(targetMethod!.Name, out var answer)
            ? answer(args)
            : throw new NotSupportedException($"The simulation has no {targetMethod}.");
    }
}
