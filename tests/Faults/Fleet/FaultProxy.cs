using System.Net;
using System.Net.Sockets;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>A TCP proxy between two processes, which can be told to behave badly.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private const int PieceLength = 32 * 1024;

    private readonly TcpListener listener;
    private readonly HashSet<TcpClient> open = [];
    private readonly Lock gate = new();
    private readonly Random random;
    private readonly Task accepting;
    private ProxyRule rule = ProxyRule.Pass;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int cuts;

    public FaultProxy(int target, int seed)
    {
        (Target, random) = (target, new Random(seed));
        Port = LoopbackPort.Choose();
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Where clients connect.</summary>
    public int Port { get; }

    /// <summary>Where their connections lead.</summary>
    public int Target { get; set; }

    public ProxyRule Rule
    {
        get => Volatile.Read(ref rule);
        set
        {
            TaskCompletionSource before;
            lock (gate)
            {
                (before, changed) = (changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
                cuts = value.Cuts;
                rule = value;
            }

            before.TrySetResult();
            if (value.Refuse)
            {
                ResetAll();
            }
        }
    }

    /// <summary>Resets every connection that is open.</summary>
    public void ResetAll()
    {
        TcpClient[] all;
        lock (gate)
        {
            all = [.. open];
        }

        Array.ForEach(all, Reset);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        ResetAll();
        Rule = ProxyRule.Pass;
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Accept()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync();
            Connect(client).Ignore();
        }
    }

    private async Task Connect(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            Track(client, server);
            try
            {
                await Pass();
                if (Rule.Refuse)
                {
                    Reset(client);
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, Target);
                await Task.WhenAny(Pump(client, server, answers: false), Pump(server, client, answers: true));
            }
            catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException)
            {
                Reset(client);
            }
            finally
            {
                Untrack(client, server);
            }
        }
    }

    private async Task Pump(TcpClient from, TcpClient to, bool answers)
    {
        var piece = new byte[PieceLength];
        try
        {
            while (await from.GetStream().ReadAsync(piece) is > 0 and var length)
            {
                await Pass();
                var now = Rule;
                if (Breaks(now, piece.AsSpan(0, length), answers))
                {
                    Reset(from);
                    Reset(to);
                    return;
                }

                if (now.Delay > TimeSpan.Zero)
                {
                    await Task.Delay(now.Delay);
                }

                await to.GetStream().WriteAsync(piece.AsMemory(0, length));
            }
        }
        catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone: the other is closed with it.
        }
    }

    private async Task Pass()
    {
        while (Rule.Hold)
        {
            Task next;
            lock (gate)
            {
                next = rule.Hold ? changed.Task : Task.CompletedTask;
            }

            await next;
        }
    }

    private bool Breaks(ProxyRule now, ReadOnlySpan<byte> piece, bool answers)
    {
        lock (gate)
        {
            if (now.ResetShare > 0 && random.NextDouble() < now.ResetShare)
            {
                return true;
            }

            return answers && now.CutAtAnswer is { } mark && piece.IndexOf(mark) >= 0 && cuts-- > 0;
        }
    }

    private void Track(TcpClient client, TcpClient server)
    {
        lock (gate)
        {
            open.Add(client);
            open.Add(server);
        }
    }

    private void Untrack(TcpClient client, TcpClient server)
    {
        lock (gate)
        {
            open.Remove(client);
            open.Remove(server);
        }
    }

    // Without lingering, a close is a reset.
    private static void Reset(TcpClient connection)
    {
        try
        {
            connection.LingerState = new LingerOption(true, 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or NullReferenceException)
        {
            // It was not connected, or is closed already.
        }

        connection.Dispose();
    }
}
