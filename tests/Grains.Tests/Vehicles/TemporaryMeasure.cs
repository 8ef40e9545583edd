using System.Diagnostics;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class TemporaryMeasure
{
    [Fact]
    public void Measure()
    {
        for (var round = 0; round < 6; round++)
        {
            var random = new System.Random(7);
            var vehicles = 1000;
            var all = new List<LoggedEvent>[vehicles];
            var number = 0;
            for (var v = 0; v < vehicles; v++)
            {
                all[v] = [];
                for (var n = 0; n < 60; n++)
                {
                    number++;
                    var km = new Distance(1000 + (n * 7), "km");
                    EventPayload p = random.Next(20) switch
                    {
                        < 8 => new ServiceCompleted { RepairOrder = $"RO-{number}", Odometer = km, Amount = new Money(5, "EUR"), Lines = [new() { Operation = "oil", PayType = "customer" }] },
                        < 14 => new OdometerRead { Odometer = km },
                        < 17 => new OrderPlaced { OrderId = $"O-{number}", Make = "VW", Model = "ID" },
                        < 19 => new VehicleDelivered { OrderId = $"O-{number}", Odometer = km, Make = "VW", Model = "ID", ModelYear = 2025 },
                        _ => new Actors.Customers.CustomerRegistered { Name = "x" },
                    };
                    all[v].Add(Happenings.On(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(number).ToString("O"), p, $"e{number}", $"D{random.Next(20) / 19}"));
                }
            }

            var states = new Vehicle[vehicles];
            GC.Collect();
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            for (var v = 0; v < vehicles; v++)
            {
                var state = new Vehicle { Vin = "VIN" };
                foreach (var e in all[v])
                {
                    state = VehicleFold.Apply(state, e);
                    _ = VehicleRow.Of(state, 1);
                }

                states[v] = state;
            }

            watch.Stop();
            Console.WriteLine($"MEASURE {watch.Elapsed.TotalMicroseconds / (vehicles * 60):0.00} us/event, {(GC.GetAllocatedBytesForCurrentThread() - bytes) / (vehicles * 60)} B/event, conflicts {states.Average(s => s.Conflicts.Length)}");
        }
    }
}
