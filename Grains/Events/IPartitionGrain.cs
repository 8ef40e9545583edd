namespace AutoCrm.Actors.Grains.Events;

/// <summary>The actor that carries one partition's events to their subjects. Key: <c>partition:NNNN</c>.</summary>
[Alias("autocrm.IPartitionGrain")]
internal interface IPartitionGrain : IGrainWithStringKey;
