import { type Attribute, binding, type DataType } from './backend';

/** Constructors for the attributes of TensorFlow's ops, by the names in their definitions. */
export const type = (name: string, value: DataType): Attribute => ({ name, type: binding().TF_ATTR_TYPE, value });
export const bool = (name: string, value: boolean): Attribute => ({ name, type: binding().TF_ATTR_BOOL, value });
export const float = (name: string, value: number): Attribute => ({ name, type: binding().TF_ATTR_FLOAT, value });
export const string = (name: string, value: string): Attribute => ({ name, type: binding().TF_ATTR_STRING, value });
export const int = (name: string, value: number | number[]): Attribute => ({
  name,
  type: binding().TF_ATTR_INT,
  value,
});
